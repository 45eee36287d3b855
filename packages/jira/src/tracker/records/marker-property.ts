/** What we write into an issue of ours, so that it is found again whatever people do to its labels. */

export interface MarkerProperty {
  v: 1;
  marker: string;
  eventId: string;
  faultKey: string;
  /** Further hashed labels that we gave it. */
  also?: string[] | undefined;
  /** Of the event; 0.1 did not tell. */
  workspace?: string | undefined;
  /** Under `group: fault`: the route, which later events of the fault follow. */
  route?: string | undefined;
}

/** The property, as much of it as a search asks. */
export type FoundProperty = Pick<MarkerProperty, 'marker' | 'workspace' | 'route' | 'also'> & {
  faultKey?: string | undefined;
};
