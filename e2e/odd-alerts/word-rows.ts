/** Levels, titles and messages that are no plain texts. */
import { fields, lone, post, type Row } from './row.ts';

export const WORD_ROWS: readonly Row[] = [
  {
    name: 'a level in capitals with blanks, and a recovery so',
    posts: (word) => [post(fields(word, { df_status: ' CRITICAL\n' })), post(fields(word, { df_status: ' Ok ' }))],
    fault: 1,
    event: 1,
    open: 0,
  },
  { name: 'a level that is a number', posts: lone((event) => post({ ...event, df_status: 2 })), fault: 1, event: 1 },
  { name: 'a level that is null', posts: lone((event) => post({ ...event, df_status: null })), fault: 1, event: 1 },
  {
    name: 'a level that is a list',
    posts: lone((event) => post({ ...event, df_status: ['critical'] })),
    fault: 1,
    event: 1,
  },
  {
    name: 'a recovery in the sub status alone',
    posts: (word) => [post(fields(word)), post({ ...fields(word), df_status: 'info', df_sub_status: 'nodata_ok' })],
    fault: 1,
    event: 1,
    open: 0,
  },
  {
    name: 'a title in a list, a message in an object',
    posts: (word) => [post(fields(word, { df_title: [word, 'x'], df_message: { a: [null, { b: '\ud800' }] } }))],
    fault: 1,
    event: 1,
  },
  {
    name: 'a title turned round',
    posts: (word) => [post(fields(word, { df_title: `\u202e${word}\u2066\u0000\ufffe\ud83d` }))],
    fault: 1,
    event: 1,
  },
  {
    name: 'fields by the names of an object',
    posts: (word) => [
      post(
        JSON.stringify(fields(word)).replace(
          /\}$/,
          ',"__proto__":{"df_status":"ok"},"constructor":1,"toString":2,"hasOwnProperty":3}',
        ),
      ),
    ],
    fault: 1,
    event: 1,
  },
  {
    name: 'a thousand levels of a text',
    posts: (word) => [
      post(fields(word, { df_message: `${'> '.repeat(1000)}x`, df_event_link: 'javascript:alert(1)' })),
    ],
    fault: 1,
    event: 1,
  },
];
