/** Two attempts met at one record: a second issue was made, or the other attempt had taken over. */
export type Conflict = 'second_issue' | 'taken_over';
