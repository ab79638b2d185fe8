/** Says which test is tried again, and why, so that a retry does not pass unseen. */
export function mochaGlobalSetup(this: Mocha.Runner): void {
  this.on("retry", (test: Mocha.Test, error: Error) => { console.log(`      tried again: ${test.fullTitle()}\n        ${(error.stack ?? error.message).split("\n").slice(0, 8).join("\n        ")}`); });
}
