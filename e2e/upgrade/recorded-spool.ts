import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A spool file as 0.1 leaves it behind when it is killed. */
export function recordedSpool(
  folder: string,
  events: readonly (Record<string, unknown> & { df_event_id: string })[],
): void {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'spool-1693034940000-0b6c5f9e-1b1a-4c43-9d4f-6c1d0c9d2f11.sqlite'));
  db.exec(`CREATE TABLE events
    (id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, job TEXT NOT NULL, refused INTEGER NOT NULL DEFAULT 0)`);
  const insert = db.prepare('INSERT INTO events (event_id, job) VALUES (?, ?)');
  for (const event of events) {
    const job = { v: 1, eventId: event.df_event_id, event, receivedAt: Date.now() - 60_000 };
    insert.run(event.df_event_id, JSON.stringify(job));
  }
  db.close();
}
