declare module "virtual:laboratory/worker" {
  const code: string;
  export default code;
}
declare module "virtual:laboratory/types" {
  const files: Record<string, string>;
  export default files;
}
declare module "virtual:laboratory/programs" {
  import type { Program } from "../../playground/programs/program.ts";
  const programs: Omit<Program, "text">[];
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
