/** Says which test is tried again, so that a retry does not pass unseen. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    const test = this.currentTest as (Mocha.Test & { currentRetry(): number }) | undefined;
    if (test && test.currentRetry() > 0) console.log(`      tried again: ${test.fullTitle()}`);
  },
};
