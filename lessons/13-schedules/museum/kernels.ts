// The rooms of the museum, and all kernels by name.

import { kernel as cockroach1055 } from "./cockroach-1055.ts";
import { kernel as cockroach1462 } from "./cockroach-1462.ts";
import { kernel as cockroach2448 } from "./cockroach-2448.ts";
import { kernel as cockroach10790 } from "./cockroach-10790.ts";
import { kernel as cockroach13197 } from "./cockroach-13197.ts";
import { kernel as cockroach13755 } from "./cockroach-13755.ts";
import { kernel as cockroach18101 } from "./cockroach-18101.ts";
import { kernel as cockroach24808 } from "./cockroach-24808.ts";
import { kernel as cockroach25456 } from "./cockroach-25456.ts";
import { kernel as cockroach35073 } from "./cockroach-35073.ts";
import { kernel as cockroach35931 } from "./cockroach-35931.ts";
import { kernel as etcd6857 } from "./etcd-6857.ts";
import { kernel as etcd6873 } from "./etcd-6873.ts";
import { kernel as etcd7443 } from "./etcd-7443.ts";
import { kernel as etcd7492 } from "./etcd-7492.ts";
import { kernel as etcd7902 } from "./etcd-7902.ts";
import { kernel as grpc660 } from "./grpc-660.ts";
import { kernel as grpc862 } from "./grpc-862.ts";
import { kernel as grpc1275 } from "./grpc-1275.ts";
import { kernel as grpc1353 } from "./grpc-1353.ts";
import { kernel as grpc1424 } from "./grpc-1424.ts";
import { kernel as grpc1460 } from "./grpc-1460.ts";
import { kernel as istio16224 } from "./istio-16224.ts";
import { kernel as istio17860 } from "./istio-17860.ts";
import { kernel as istio18454 } from "./istio-18454.ts";
import { kernel as kubernetes1321 } from "./kubernetes-1321.ts";
import { kernel as kubernetes5316 } from "./kubernetes-5316.ts";
import { kernel as kubernetes6632 } from "./kubernetes-6632.ts";
import { kernel as kubernetes10182 } from "./kubernetes-10182.ts";
import { kernel as kubernetes11298 } from "./kubernetes-11298.ts";
import { kernel as kubernetes25331 } from "./kubernetes-25331.ts";
import { kernel as kubernetes26980 } from "./kubernetes-26980.ts";
import { kernel as kubernetes38669 } from "./kubernetes-38669.ts";
import { kernel as kubernetes70277 } from "./kubernetes-70277.ts";
import { kernel as moby4395 } from "./moby-4395.ts";
import { kernel as moby21233 } from "./moby-21233.ts";
import { kernel as moby25384 } from "./moby-25384.ts";
import { kernel as moby27782 } from "./moby-27782.ts";
import { kernel as moby28462 } from "./moby-28462.ts";
import { kernel as moby29733 } from "./moby-29733.ts";
import { kernel as moby30408 } from "./moby-30408.ts";
import { kernel as moby33293 } from "./moby-33293.ts";
import { kernel as moby33781 } from "./moby-33781.ts";
import { kernel as serving2137 } from "./serving-2137.ts";
import { kernel as syncthing5795 } from "./syncthing-5795.ts";
import type { Kernel } from "./kernel.ts";

/** Kernels that went wrong in the same way. */
export interface Room {
  title: string;
  /** What they have in common. */
  about: string;
  kernels: readonly Kernel[];
}

export const rooms: readonly Room[] = [
  {
    title: "Nobody is there to receive",
    about:
      "A send waits for its receiver. Who starts a goroutine that will have something to say should know who will listen, and until when.",
    kernels: [
      moby4395,
      moby33293,
      kubernetes5316,
      kubernetes38669,
      kubernetes25331,
      moby33781,
      moby21233,
      grpc660,
      etcd6857,
      cockroach35073,
      cockroach18101,
      cockroach24808,
      istio17860,
    ],
  },
  {
    title: "Nobody is there to send",
    about:
      "A receive without a sender waits as long. Most of these were promised an end that somebody forgot to send, or a channel that somebody forgot to close.",
    kernels: [
      cockroach13197,
      cockroach13755,
      cockroach10790,
      cockroach25456,
      grpc862,
      grpc1275,
      grpc1424,
      kubernetes70277,
      istio18454,
    ],
  },
  {
    title: "After you",
    about: "Each waits for what the other will do next, and both are right.",
    kernels: [cockroach2448, cockroach35931, syncthing5795],
  },
  {
    title: "With the lock in hand",
    about:
      "The most frequent of all. A lock is held across an operation that waits, and who could end the waiting needs the lock first.",
    kernels: [
      kubernetes10182,
      kubernetes1321,
      kubernetes6632,
      kubernetes26980,
      etcd6873,
      etcd7443,
      etcd7492,
      etcd7902,
      grpc1353,
      grpc1460,
      istio16224,
      moby28462,
      cockroach1055,
    ],
  },
  {
    title: "A word that nobody heard",
    about:
      "A condition variable keeps nothing. A signal that comes before the wait is lost, and a wait for the wrong condition is never ended.",
    kernels: [kubernetes11298, moby27782, moby29733, moby30408],
  },
  {
    title: "Waiting for everybody",
    about:
      "Who waits for all must be sure that all can end, and that nobody among them waits for the one who waits.",
    kernels: [moby25384, cockroach1462, serving2137],
  },
];

export const kernels: readonly Kernel[] = rooms.flatMap(
  ({ kernels }) => kernels,
);
