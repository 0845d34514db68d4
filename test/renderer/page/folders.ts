/** What the page's server serves. */
export const PAGE_FOLDER = "out/page";
/** Where the tests leave their pictures. */
export const SCREENS = "out/screens";
