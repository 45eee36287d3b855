/** Tags of every shape. */
import { fields, post, type Row, two } from './row.ts';

export const TAG_ROWS: readonly Row[] = [
  {
    name: 'tags as pairs in a list',
    posts: two({ df_dimension_tags: [['host', 'a']] }, { df_dimension_tags: [['host', 'b']] }),
    fault: 2,
    event: 2,
  },
  {
    name: 'tags that are printed',
    posts: (word) => ['a', 'b', 'a'].map((name) => post(fields(word, { df_dimension_tags: `{'host': '${name}'}` }))),
    fault: 2,
    event: 3,
  },
  {
    name: 'tags named as the parts of an object',
    posts: two({ df_dimension_tags: '{"__proto__":"a"}' }, { df_dimension_tags: '{"__proto__":"b"}' }),
    fault: 2,
    event: 2,
  },
  {
    name: 'tags that differ in case',
    posts: two({ df_dimension_tags: { host: 'A' } }, { df_dimension_tags: { host: 'a' } }),
    fault: 2,
    event: 2,
  },
  {
    name: 'a tag without a name',
    posts: two({ df_dimension_tags: { '': 'a' } }, { df_dimension_tags: { '': 'b' } }),
    fault: 2,
    event: 2,
  },
  {
    name: 'tags of numbers and truth',
    posts: two({ df_dimension_tags: { n: 0, on: true } }, { df_dimension_tags: { n: 0, on: false } }),
    fault: 2,
    event: 2,
  },
  {
    name: 'tags in another order, encoded twice',
    posts: (word) => [
      post(fields(word, { df_dimension_tags: '{"a":"1","b":"2"}' })),
      post(fields(word, { df_dimension_tags: JSON.stringify('{"b":"2","a":"1"}') })),
    ],
    fault: 1,
    event: 2,
  },
];
