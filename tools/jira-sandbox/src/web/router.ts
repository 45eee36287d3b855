import { Router } from 'express';
import type { SandboxState } from '../state/state.ts';

export function webRouter(_state: SandboxState): Router {
  return Router();
}
