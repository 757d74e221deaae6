/*
 * Logarithm and exponential by +, -, *, / alone, which IEEE 754 defines to the last bit. JavaScript leaves those of
 * `Math` to the engine, and a new version of it may answer with another last bit. Both follow FDLIBM (Sun Microsystems,
 * 1993: e_log.c, e_exp.c), with an error below one unit in the last place.
 */

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

const real = new Float64Array(1);
const words = new Int32Array(real.buffer);
/** Where the word with sign and exponent is: the second one on all computers that Node runs on but s390x. */
const top = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * A number that is worked on where it is. A number with a fraction that is handed to a function, or comes from one, may
 * have to be put into a box first: where chance is drawn, that would be several for each event.
 */
export class Cell {
  value = 0.5;
}

const cell = new Cell();

/** The natural logarithm of a positive, finite, normal number. */
export function log(x: number): number {
  cell.value = x;
  logIn(cell);
  return cell.value;
}

/** Puts the natural logarithm of a positive, finite, normal number into its place. */
export function logIn(cell: Cell): void {
  real[0] = cell.value;
  const word = words[top]!;
  const fraction = word & 0x000fffff;
  const carry = (fraction + 0x95f64) & 0x100000;
  words[top] = fraction | (carry ^ 0x3ff00000);
  const f = real[0] - 1;
  const exponent = (word >> 20) - 1023 + (carry >> 20);
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const even =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  cell.value = exponent * ln2High - (half - (s * (half + odd + even) + exponent * ln2Low) - f);
}

/** e to the power x; 0 below -700 and infinite above 709, where numbers end. */
export function exp(x: number): number {
  cell.value = x;
  expIn(cell);
  return cell.value;
}

/** Puts `exp` of the number into its place. */
export function expIn(cell: Cell): void {
  const x = cell.value;
  if (x < -700 || x > 709) {
    cell.value = x < 0 ? 0 : Infinity;
    return;
  }
  const k = Math.round(x * 1.442695040888963387);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  // 2^k, for -1022 <= k <= 1023.
  words[1 - top] = 0;
  words[top] = (k + 1023) << 20;
  cell.value = y * real[0]!;
}

/** x to the power y, for positive x. */
export function power(x: number, y: number): number {
  if (y === 0) return 1;
  return y === 1 ? x : exp(y * log(x));
}
