/** @param {readonly number[]} values @param {number} share  0…1 @returns {number} the value below which that share of them lies */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);
