export const sizes: {
  pp: number;
  buf: number;
  sel: number;
  fan: [producers: number, each: number];
  primes: number;
};
