import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigInvalid, loadEnv } from './env.ts';

const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  TOKEN: z.string().min(16, 'must have at least 16 characters').meta({ secret: true }),
  MODE: z.enum(['a', 'b']).default('a'),
});
const noFiles = () => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};

describe('loadEnv', () => {
  it('fills in defaults and takes an empty variable as absent', () => {
    const { config } = loadEnv(Settings, { TOKEN: 'x'.repeat(16), PORT: '' }, noFiles);

    expect(config).toEqual({ PORT: 8080, TOKEN: 'x'.repeat(16), MODE: 'a' });
  });

  it('names every fault at once and never shows a value', () => {
    const load = () => loadEnv(Settings, { PORT: '99999', TOKEN: 'short-secret', MODE: 'c-value' }, noFiles);

    expect(load).toThrow(ConfigInvalid);
    expect(load).toThrow(/PORT: .*\n.*TOKEN: must have at least 16 characters\n.*MODE: /);
    expect(load).not.toThrow(/short-secret|99999|c-value/);
  });

  it('says that a required variable is missing', () => {
    expect(() => loadEnv(Settings, {}, noFiles)).toThrow('TOKEN: is required');
  });

  it('reads NAME_FILE and drops its last line end', () => {
    const { config, secrets } = loadEnv(Settings, { TOKEN_FILE: '/run/secrets/t' }, () => `${'y'.repeat(16)}\n`);

    expect(config.TOKEN).toBe('y'.repeat(16));
    expect(secrets).toEqual(['y'.repeat(16)]);
  });

  it('drops the last line end of a variable too, as one from a secret of Kubernetes has it', () => {
    const { config, secrets } = loadEnv(Settings, { TOKEN: `${'y'.repeat(16)}\n` }, noFiles);

    expect([config.TOKEN, secrets]).toEqual(['y'.repeat(16), ['y'.repeat(16)]]);
    expect(() => loadEnv(Settings, { TOKEN: '\n' }, noFiles)).toThrow('TOKEN: is required');
  });

  it('takes a file as editors on Windows save it, with a byte order mark', () => {
    const { config } = loadEnv(Settings, { TOKEN_FILE: '/run/secrets/t' }, () => `\uFEFF${'y'.repeat(16)}\r\n`);

    expect(config.TOKEN).toBe('y'.repeat(16));
  });

  it('says of a file that is empty why its variable is missing', () => {
    expect(() => loadEnv(Settings, { TOKEN_FILE: '/run/secrets/t' }, () => '\n')).toThrow(
      /TOKEN: is required\n.*TOKEN_FILE: the file is empty/,
    );
  });

  it('reports an unreadable file and a variable given twice', () => {
    expect(() => loadEnv(Settings, { TOKEN_FILE: '/nowhere' }, noFiles)).toThrow(
      'TOKEN_FILE: the file cannot be read (ENOENT): there is no such file',
    );
    const folder = () => {
      throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    };
    expect(() => loadEnv(Settings, { TOKEN_FILE: '/run' }, folder)).toThrow('cannot be read (EISDIR): it is a folder');
    expect(() => loadEnv(Settings, { TOKEN: 'x'.repeat(16), TOKEN_FILE: '/f' }, () => 'z'.repeat(16))).toThrow(
      'TOKEN: set either TOKEN or TOKEN_FILE, not both',
    );
  });

  describe('a variable for PEM text', () => {
    const Pem = z.object({
      KEY: z
        .string()
        .regex(/-----BEGIN PRIVATE KEY-----/, 'must be PEM text')
        .optional()
        .meta({ pem: true, secret: true }),
    });
    const TEXT = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----';
    const DER = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEUP';
    const files: Record<string, string> = {
      '/run/tls.key': `${TEXT}\n`,
      'certs/own.pem': `${TEXT}\n`,
      '/run/empty': '',
    };
    const readFile = (path: string) => files[path] ?? noFiles();

    it.each([
      ['the text', { KEY: TEXT }],
      ['the path of a file', { KEY: '/run/tls.key' }],
      ['a path from here', { KEY: 'certs/own.pem' }],
      ['NAME_FILE', { KEY_FILE: '/run/tls.key' }],
    ])('takes %s', (_how, env) => {
      const { config, secrets } = loadEnv(Pem, env, readFile);

      expect(config.KEY).toBe(TEXT);
      expect(secrets).toContain('MIGHAgEAMBMG');
      expect(secrets).not.toContain('/run/tls.key');
    });

    it.each([
      [
        'a file that is not there',
        { KEY: '/run/none.key' },
        'KEY: /run/none.key cannot be read (ENOENT): there is no such file',
      ],
      [
        'the same as NAME_FILE',
        { KEY_FILE: './none.pem' },
        'KEY_FILE: ./none.pem cannot be read (ENOENT): there is no such file',
      ],
      ['an empty file', { KEY: '/run/empty' }, 'KEY: /run/empty is empty'],
      ['the key without its lines', { KEY: DER }, 'KEY: must be PEM text'],
      [
        'the key where a path belongs',
        { KEY_FILE: DER },
        'KEY_FILE: the file cannot be read (ENOENT): there is no such file',
      ],
    ])('names %s, and never a key', (_what, env, message) => {
      const load = () => loadEnv(Pem, env, readFile);

      expect(load).toThrow(message);
      expect(load).not.toThrow(DER);
    });
  });
});
