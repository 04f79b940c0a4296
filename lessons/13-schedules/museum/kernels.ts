// All kernels, by name.

import type { Kernel } from "./kernel.ts";
import { kernel as kubernetes10182 } from "./kubernetes-10182.ts";

export const kernels: readonly Kernel[] = [kubernetes10182];
