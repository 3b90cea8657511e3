// Numbers within limits, as text, and along an axis.

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** A number as template.py writes it: with `digits` decimals, and from a million on as 1.2e6. */
export function number(value, digits) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "−infinite";
  if (Math.abs(value) >= 1e6) return value.toExponential(1).replace("e+", "e").replaceAll("-", "−");
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** What somebody typed, as a number: with a decimal comma and a real minus, too; NaN for what is none. */
export const typedNumber = (text) => Number(text.trim().replace(",", ".").replace("−", "-") || NaN);

/** The text of a template, given as the parts that template.py makes of it. */
export const fill = (parts, values) => parts.map((part) => {
  if (typeof part === "string") return part;
  const [index, digits, brackets] = part, text = number(values[index], digits);
  return brackets && text.startsWith("−") ? `(${text})` : text;
}).join("");

/** The nearest value that a parameter takes when it is dragged: a whole number of its steps, within its limits. */
export const snapped = (value, { low, high, step }) =>
  clamp(Number((low + Math.round((value - low) / step) * step).toPrecision(12)), low, high);

/** Round numbers from `low` to `high`, `most` or one more of them; on a logarithmic axis they are whole powers of ten. */
export function ticks(low, high, most = 6, log = false) {
  const raw = (high - low) / most, power = 10 ** Math.floor(Math.log10(raw));
  const round = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999), step = log ? Math.max(1, round) : round;
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

const raised = (value) => [...String(value)].map((c) => ({ "-": "⁻" })[c] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("");

/** What is written at a tick; on a logarithmic axis its value is the power of ten. */
export const tickLabel = (value, log) => (log ? `10${raised(value)}` : String(value).replace("-", "−"));
