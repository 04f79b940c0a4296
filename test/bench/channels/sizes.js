/** How much of each workload is done. */
export const sizes = {
  pp: 200_000,
  buf: 1_000_000,
  sel: 100_000,
  fan: [100, 2000],
  primes: 1000,
};
