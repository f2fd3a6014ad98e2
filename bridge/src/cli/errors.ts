/** An expected failure: its message is all a person needs. */
export class CliError extends Error {}
