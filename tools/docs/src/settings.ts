import { z } from 'zod';
import { SETTINGS_ZH } from './settings-zh.ts';

/** One variable, as its zod schema tells it. */
export interface Setting {
  readonly name: string;
  readonly description: string;
  /** The same in Chinese. */
  readonly chinese: string;
  /** As it would be written in an env file; undefined when there is none. */
  readonly byDefault: string | undefined;
  /** What most should set, where that is not the default. */
  readonly sample?: string;
  readonly secret: boolean;
}

/**
 * The variables of a settings schema, in its order.
 * @throws Error naming the variables that have no description, in one of the languages
 */
export function settingsOf(schema: z.ZodObject, chinese: Readonly<Record<string, string>> = SETTINGS_ZH): Setting[] {
  const settings = Object.entries(schema.shape).map(([name, field]) => settingOf(name, field, chinese[name] ?? ''));
  const silent = settings.filter((setting) => setting.description === '').map((setting) => setting.name);
  if (silent.length > 0) throw new Error(`give each setting a .describe(): ${silent.join(', ')}`);
  const english = settings.filter((setting) => setting.chinese === '').map((setting) => setting.name);
  if (english.length > 0) throw new Error(`say it in Chinese in tools/docs/src/settings-zh.ts: ${english.join(', ')}`);
  return settings;
}

function settingOf(name: string, field: unknown, chinese: string): Setting {
  if (!(field instanceof z.ZodType)) throw new Error(`${name} is no zod schema`);
  const { description = '', secret, sample } = field.meta() ?? {};
  const set = typeof sample === 'string' ? { sample } : {};
  return { name, description, chinese, byDefault: defaultOf(field), secret: secret === true, ...set };
}

/** Looks through transforms for the default as it is written, not as it is read. */
function defaultOf(field: unknown): string | undefined {
  for (let inner: unknown = field; inner instanceof z.ZodType; ) {
    const { def } = inner._zod;
    if ('defaultValue' in def) return written(def.defaultValue);
    inner = 'innerType' in def ? def.innerType : 'in' in def ? def.in : undefined;
  }
  return undefined;
}

function written(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
