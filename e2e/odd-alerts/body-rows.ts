/** Bodies that are no plain JSON, or hold more than one alert. */
import { gzipSync } from 'node:zlib';
import { fields, host, lone, post, python, type Row } from './row.ts';

export const BODY_ROWS: readonly Row[] = [
  { name: 'a printed dictionary', posts: lone((event) => post(python(event))), fault: 1, event: 1 },
  {
    name: 'commas too many, and a comment',
    posts: lone((event) => post(JSON.stringify(event).replace(/\}$/, ', /* x */ "y": ,}'))),
    fault: 1,
    event: 1,
  },
  {
    name: 'quotes in a title',
    posts: (word) => [
      post(JSON.stringify(fields(word, { df_title: 'TITLE' })).replace('TITLE', `${word} disk "C:" is full`)),
    ],
    fault: 1,
    event: 1,
  },
  {
    name: 'gzip twice',
    posts: lone((event) => post(gzipSync(gzipSync(JSON.stringify(event))), { 'content-encoding': 'deflate' })),
    fault: 1,
    event: 1,
  },
  {
    name: 'a queue of Amazon',
    posts: lone((event) => post({ Records: [{ Sns: { Message: JSON.stringify(event) } }] })),
    fault: 1,
    event: 1,
  },
  {
    name: 'a form',
    posts: lone((event) =>
      post(new URLSearchParams({ payload: JSON.stringify(event) }).toString(), { 'content-type': 'text/html' }),
    ),
    fault: 1,
    event: 1,
  },
  {
    name: 'a part of a form',
    posts: lone((event) =>
      post(`--b\r\nContent-Disposition: form-data; name="p"\r\n\r\n${JSON.stringify(event)}\r\n--b--\r\n`, {
        'content-type': 'multipart/form-data; boundary=b',
      }),
    ),
    fault: 1,
    event: 1,
  },
  {
    name: 'UTF-16 of the other order',
    posts: lone((event) => post(Buffer.from(JSON.stringify(event), 'utf16le').swap16())),
    fault: 1,
    event: 1,
  },
  {
    name: 'a summary of two',
    posts: (word) => [
      post({
        df_status: 'critical',
        df_title: '2 alerts',
        events: [fields(word, host('a')), [fields(word, host('b'))]],
      }),
    ],
    fault: 2,
    event: 2,
  },
  {
    name: 'lines of JSON, one of them empty',
    posts: (word) => [
      post(`${JSON.stringify(fields(word, host('a')))}\n\n${JSON.stringify(fields(word, host('b')))}\n`),
    ],
    fault: 2,
    event: 2,
  },
];
