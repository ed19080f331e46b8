/** What is made, and how many seconds it took. */
export async function timed<T>(
  make: () => T | Promise<T>,
): Promise<{ readonly made: T; readonly seconds: number }> {
  const startMs = performance.now();
  const made = await make();
  return { made, seconds: (performance.now() - startMs) / 1_000 };
}
