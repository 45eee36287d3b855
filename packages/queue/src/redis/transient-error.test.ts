import { describe, expect, it } from 'vitest';
import { NotReplicated } from './replicas.ts';
import { blamesTheEvent, isRedisTransient } from './transient-error.ts';

const reply = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });
const AT = 'script: ff35cac6e0c407b9d7aa8fb474a5664e63bb5c22, on @user_script:1.';

describe('isRedisTransient', () => {
  it.each([
    [new NotReplicated('x'), true],
    [reply('OOM'), true],
    [new Error('Connection is closed.'), true],
    [new Error('Too many Cluster redirections. Last error: x'), true],
    [new Error('Missing key for job 1. moveToDelayed'), false],
    [new TypeError('x is not a function'), false],
    ['Connection is closed.', false],
  ])('%s → %s', (error, expected) => {
    expect(isRedisTransient(error)).toBe(expected);
  });
});

/** As Redis 6.0.16, 7.0.15, 8.0.2 and Valkey 8.1.1 answer; MISCONF of Redis 6 by its source (scripting.c). */
const SIX = 'ERR Error running script (call to f_32deaca64e56ece6f88d9d7b47673432dab87f10): ';

describe('an answer of Redis blames', () => {
  it.each([
    ["OOM command not allowed when used memory > 'maxmemory'.", 'its state'],
    [`OOM command not allowed when used memory > 'maxmemory'. ${AT}`, 'its state'],
    [`NOREPLICAS Not enough good replicas to write. ${AT}`, 'its state'],
    [`READONLY You can't write against a read only replica. ${AT}`, 'its state'],
    [`ERR The user executing the script can't run this command or subcommand ${AT}`, 'its state'],
    [`ERR ACL failure in script: User u has no permissions to run the 'xadd' command ${AT}`, 'its state'],
    [`ERR Unknown Redis command called from script ${AT}`, 'its state'],
    [`ERR Unknown command called from script ${AT}`, 'its state'],
    ["NOPERM this user has no permissions to run the 'evalsha' command", 'its state'],
    ['ERR max number of clients reached', 'its state'],
    ['A_CODE_OF_TOMORROW of which nothing is known', 'its state'],
    [`${SIX}@user_script:1: @user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.`, 'its state'],
    [`${SIX}@user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.`, 'its state'],
    [`${SIX}@user_script:28: @user_script: 28: -MISCONF Redis is configured to save RDB snapshots`, 'its state'],
    [
      `${SIX}@user_script:1: @user_script: 1: The user executing the script can't run this command or subcommand`,
      'its state',
    ],
    [`${SIX}@user_script:1: @user_script: 1: Unknown Redis command called from Lua script`, 'its state'],
    [`${SIX}@user_script:1: WRONGTYPE Operation against a key holding the wrong kind of value`, 'the event'],
    [`${SIX}@user_script:1: user_script:1: attempt to concatenate a nil value`, 'the event'],
    [`${SIX}@user_script:1: ERR value is not an integer or out of range`, 'the event'],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', 'the event'],
    [`WRONGTYPE Operation against a key holding the wrong kind of value ${AT}`, 'the event'],
    [`ERR user_script:1: attempt to concatenate a nil value ${AT}`, 'the event'],
    [`ERR user_script:1: Expected object key string but found T_END at character 2 ${AT}`, 'the event'],
    [`ERR value is not an integer or out of range ${AT}`, 'the event'],
  ])('%s → %s', (message, blamed) => {
    expect([blamesTheEvent(reply(message)), isRedisTransient(reply(message))]).toEqual(
      blamed === 'the event' ? [true, false] : [false, true],
    );
  });
});
