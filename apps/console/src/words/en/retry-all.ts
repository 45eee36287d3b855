/** Trying again all failed events that a filter shows; the words are those of `replay`. */
export const retryAll = {
  title: 'Try failed events again',
  back: 'Back to the list',
  open: 'Try all of these again …',
  none: 'No failed event matches.',
  wouldRetry: (count: number) => `${count} ${count === 1 ? 'event' : 'events'} would be retried.`,
  more: (count: number) => `More events may match. At most ${count} are retried at once; come back for the rest.`,
  confirm: (count: number) => `Try ${count} again`,
  columns: { count: 'Events', reason: 'Why they failed' },
  noRoute: '(no route)',
  andMore: (count: number) => `and ${count} more`,
  retried: (count: number) => `${count} ${count === 1 ? 'event' : 'events'} put back into the queue.`,
  missed: (count: number) => `${count} ${count === 1 ? 'was' : 'were'} no longer failed, or gone.`,
};
