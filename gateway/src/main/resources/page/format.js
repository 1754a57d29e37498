// Numbers and times as people read them. Unknown values are an en dash.

const UNKNOWN = '–';
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

export const count = (n) => (n == null ? UNKNOWN : whole.format(n));

export const decimal = (n, digits) => (n == null ? UNKNOWN : n.toFixed(digits));

export const milliseconds = (ms) =>
  ms == null ? UNKNOWN : `${ms < 100 ? ms.toFixed(1) : whole.format(ms)} ms`;

export const percent = (fraction) => (fraction == null ? UNKNOWN : `${(100 * fraction).toFixed(0)} %`);

export const area = (result) => {
  if (!result || result.lesion_pixels == null) return UNKNOWN;
  return result.lesion_area_mm2 == null
    ? `${whole.format(result.lesion_pixels)} px`
    : `${result.lesion_area_mm2.toFixed(1)} mm²`;
};

export const age = (seconds) => {
  if (seconds == null) return UNKNOWN;
  if (seconds < 60) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};

export const digest = (sha256) => (sha256 ? sha256.slice(0, 12) : UNKNOWN);

export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
