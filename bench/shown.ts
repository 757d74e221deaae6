/** A figure, beside what it may be at most. Where it is more (`!`), the bench ends with exit code 1 once all is measured. */
export const show = (name: string, figure: string, limit: string, good: boolean): void => {
  if (!good) process.exitCode = 1;
  console.log(`${good ? ' ' : '!'} ${name.padEnd(44)} ${figure.padStart(10)}   at most ${limit}`);
};

/** A figure that could not be measured here, and why. The bench then ends with exit code 3, unless another one is over its limit. */
export const notMeasured = (name: string, why: string): void => {
  process.exitCode ??= 3;
  console.log(`? ${name}: not measured, ${why}`);
};
