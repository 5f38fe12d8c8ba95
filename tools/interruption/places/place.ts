import type { Call } from "../calls.ts";
import type { Disturbance } from "../disturbances.ts";

/** A place where calls are recorded, and disturbed. */
export interface Place {
  /** Forgets the calls of before. */
  forgetCalls(): void | Promise<void>;
  /** The calls since then, in their order. */
  calls(): Promise<Call[]>;
  disturb(call: Call, disturbance: Disturbance): void;
  /** Whether a disturbance holds a call now. */
  isParked(): boolean;
  /** Lets what is held go on. */
  release(): void;
  /** Ends what is done to calls. @returns whether a call was struck */
  clear(): boolean;
}
