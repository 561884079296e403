/** Takes the place of `@octokit/rest`, 18 MB with which the conformance suite asks GitHub about a repository (`tier-check`). No scenario does. */
export class Octokit {
  constructor() {
    throw new Error('tier-check is not installed here: it asks GitHub, and scenarios do not need it');
  }
}
