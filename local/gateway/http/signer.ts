/** What IAM says of whoever signed a request. */
export interface SignedBy {
  readonly accessKey: string;
  readonly accountId: string;
  /** `<role's id>:<session>`. */
  readonly callerId: string;
  readonly userArn: string;
}
