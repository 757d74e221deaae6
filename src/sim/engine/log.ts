/** One request, as it is written down when it ends: plain data. Names are places in the tables of the model. */
export interface LoggedRequest {
  readonly source: number;
  /** Seconds after the start of the run. */
  readonly sent: number;
  readonly ended: number;
  /** -1 if it was answered. */
  readonly cause: number;
  readonly client: number;
  readonly key: number;
  /** Its place in its visit, where visits have several requests. */
  readonly step: number;
  readonly demand: number;
  /** The balancer that chose last, and its choice; -1 if none did. */
  readonly balancer: number;
  readonly target: number;
}
