import { readFileSync } from 'node:fs';
import { z } from 'zod';
import * as m from './src/index.ts';
try { console.log(m.parseRules(readFileSync('config/rules.example.yaml','utf8'), 'f')); } catch (e) { console.log(e.message, e.stack) }
console.log(JSON.stringify(z.toJSONSchema(m.RulesFile, {io:'input', target: 'draft-7'})).slice(0, 3000));
try { m.parseRules(`
defaults:
  project: OPS
  isueType: x
  timezone: Mars/Base
  priority: { critcal: High, fatal: 3 }
  group: fualt
  labels: guance
people: { a: 1 }
routes:
  - name: a/b
    match: { x: "/(/", y: {nott: a} }
    project: 12
    sumary: "{{ a"
    summary: "{{ a"
    reopenWithin: 5 parsecs
    project: OPS
  - name: fallback
    fields: { a: [1, { b: "{% render 'x' %}" }] }
  - match: {}
storm: { limit: 0, window: 1m, keep: [fatl] }
unmatched: fallback
bogus: 1
`, 'rules.yaml') } catch (e) { console.log(e.message) }
try { m.parseRules("a: [1\nb: ]", 'rules.yaml') } catch (e) { console.log(e.message) }
try { m.parseRules("", 'rules.yaml') } catch (e) { console.log(e.message) }
try { m.parseRules("- a", 'rules.yaml') } catch (e) { console.log(e.message) }
