/** The media type of the outputs that the renderer draws. */
export const UNROLL_MIME = "application/vnd.unroll.v1+json";
