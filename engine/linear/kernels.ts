import type { Kernel } from './kernel.ts';
import { PLAIN_KERNEL } from './plain-kernel.ts';
import { findWasmKernel } from './wasm-kernel.ts';

/** Returns the kernel with this name, by default that of WebAssembly; where it is missing or refused, the plain one. */
export function kernelOf(name: Kernel['name'] = 'wasm'): Kernel {
  return (name === 'wasm' ? findWasmKernel() : null) ?? PLAIN_KERNEL;
}
