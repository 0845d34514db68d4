// Tests wait for what they want to see. Time only ends what hangs; it never measures speed. (CommonJS, so that VS Code's
// extension host reads it, too.)

/** How long one wait goes on, ms. */
exports.PATIENCE = 5 * 60_000;

/** How long a test goes on, ms: longer than a wait, which can tell what it waited for. */
exports.HANG = 10 * 60_000;
