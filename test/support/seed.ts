/** Whether the exhaustive tests are asked for: `./test/run --all`. */
export const exhaustive: boolean = process.env['BANCADA_TEST_ALL'] !== undefined;

/** Another sample each day, the same in every run of that day; `BANCADA_TEST_SEED` repeats the one that a run has named. */
export const rotatingSeed = (): number => Number(process.env['BANCADA_TEST_SEED'] ?? Math.floor(Date.now() / 864e5));

/** Leaves a line that `test/run` shows whether the tests pass or not: how many, from which seed, how long. */
export const figures = (text: string): void => {
  console.log(`figures: ${text}`);
};

/** How many of something were tried. */
export interface Counted {
  readonly what: string;
  /** Of bad luck: how often it came to it. */
  readonly count: number;
  /** How often it did not, though it was to. */
  readonly missed?: number;
  readonly failed: number;
  /** By which they were chosen, or made. */
  readonly seed?: number;
  readonly seconds?: number;
}

/**
 * Whether something went wrong at about as many points as it was to: no verb takes quite the same steps each time, but where
 * the bad luck itself does nothing any more, nothing is tried.
 */
export const isTried = ({ count, missed = 0 }: Pick<Counted, 'count' | 'missed'>): boolean =>
  count > 0 && missed <= count / 4;

/** Leaves it for the summary of the whole suite, `test/last-full.json`. */
export const counted = (numbers: Counted): void => {
  console.log(`counted: ${JSON.stringify(numbers)}`);
};
