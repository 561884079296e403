/** A box to place, in pixels. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** An arrow between two boxes, by their ids. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}
