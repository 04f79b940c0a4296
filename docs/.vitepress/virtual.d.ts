declare module "virtual:laboratory/worker" {
  const code: string;
  export default code;
}
declare module "virtual:laboratory/types" {
  const files: Record<string, string>;
  export default files;
}
declare module "virtual:laboratory/programs" {
  // An ambient module can name no file, so whoever imports it says what these are.
  const programs: readonly unknown[];
  export default programs;
}
declare module "virtual:laboratory/lessons" {
  const texts: Record<string, string>;
  export default texts;
}
declare module "virtual:laboratory/museum" {
  const texts: Record<string, string>;
  export default texts;
}
