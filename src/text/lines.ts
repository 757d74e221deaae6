/** Cuts text that comes in pieces into lines. */
export interface LineCutter {
  take(chunk: string): void;
  /** Tells the last line too, if no line break ended it. */
  end(): void;
}

/** Calls back for each line that is whole, without its line break. */
export const lineByLine = (onLine: (line: string) => void): LineCutter => {
  let rest = '';
  return {
    take: (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    },
    end: () => {
      if (rest !== '') onLine(rest);
    },
  };
};
