/** What inspects PDF, as its answers name it: raised when the same bytes may get another answer. */
export const checker = "pdf-1";
