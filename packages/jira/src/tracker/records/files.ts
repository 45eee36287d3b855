/** A file of an issue. */
export interface IssueFile {
  /** By which it is found again. */
  name: string;
  type: string;
  bytes: Buffer;
}
