/** Pure: what doctor says of Redis, its promises and whether it can keep them. */
import { judgeRedis, type RedisFacts, type RedisFinding, type WantedOfRedis } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

export function checkRedis(facts: RedisFacts, wanted: WantedOfRedis, words: Words): Check[] {
  return judgeRedis(facts, wanted).map((finding) => checkOf(finding, words));
}

function checkOf(finding: RedisFinding, { doctor: says }: Words): Check {
  const { code, level } = finding;
  switch (code) {
    case 'durable':
      return check('durability', code, level, says.durable);
    case 'durability_untold':
      return check('durability', code, level, says.durabilityUntold);
    case 'no_aof':
      return check('durability', code, level, says.noAof);
    case 'evicts':
      return check('durability', code, level, says.evicts(finding.policy));
    case 'fsync':
      return check('durability', code, level, says.fsync(finding.how));
    case 'memory_untold':
      return check('memory', code, level, says.memoryUntold);
    case 'memory_unlimited':
      return check('memory', code, level, says.memoryUnlimited(megabytes(finding.used)));
    case 'memory':
    case 'memory_tight': {
      const text = says.memory(megabytes(finding.used), megabytes(finding.max), Math.round(finding.left * 100));
      return check('memory', code, level, code === 'memory' ? text : { text, todo: says.memoryTodo });
    }
    case 'replicas_unasked':
      return check('replicas', 'replicas', level, says.replicasUnasked(finding.found));
    case 'replicas_untold':
      return check('replicas', code, level, says.replicasUntold(finding.wanted));
    case 'replicas':
      return check('replicas', code, level, says.replicas(finding.found, finding.wanted));
    case 'replicas_missing':
      return check('replicas', code, level, says.replicasMissing(finding.found, finding.wanted));
  }
}

function megabytes(bytes: number): string {
  return bytes < 10 * 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.round(bytes / 1024 / 1024)} MB`;
}
