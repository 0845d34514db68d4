/**
 * Whether a name may be that of a single number, `α` or `dt`: a capital means a matrix, and what has neither capitals nor
 * small letters (权重) does too.
 */
export const mayBeNumber = (name: string): boolean => /^_*\p{Ll}/u.test(name);
