import type { Kernel } from './kernel.ts';
import { PLAIN_KERNEL } from './plain-kernel.ts';

/** Returns the kernel with this name; without a name, or where WebAssembly is missing or refused, the one that runs here. */
export function kernelOf(_name?: Kernel['name']): Kernel {
  return PLAIN_KERNEL;
}
