// The product of a tile of pixels and a tile of channels in shared memory, added to the sums that
// the threads of a block hold in registers.

#define THREADS 256
#define TILE_PIXELS 128
#define TILE_CHANNELS 64

// Rows of four vectors. The fifth is never read: with it, the rows that the threads of a warp read
// at once lie in different banks.
struct Tiles {
  Vector pixels[TILE_PIXELS][5];
  Vector channels[TILE_CHANNELS][5];
};

// A warp has 32 x 32 sums; each thread those of four rows and of four pairs of columns, where the
// tensor cores leave them.
#define SUM_ROWS 4
#define SUM_PAIRS 4

struct Sums {
  float of[SUM_ROWS][SUM_PAIRS][2];
};

__device__ inline int warp_row() {
  return threadIdx.x / 32 % 4 * 32;
}

__device__ inline int warp_column() {
  return threadIdx.x / 128 * 32;
}

__device__ inline int sum_row(int i) {
  return warp_row() + 8 * i + threadIdx.x % 32 / 4;
}

__device__ inline int sum_column(int j) {
  return warp_column() + 8 * j + threadIdx.x % 4 * 2;
}

#if TRVAE_FLOAT32

__device__ inline void multiply(const Tiles& tiles, Sums& sums) {
#pragma unroll
  for (int k = 0; k < 4; ++k) {
    Vector rows[SUM_ROWS];
#pragma unroll
    for (int i = 0; i < SUM_ROWS; ++i) {
      rows[i] = tiles.pixels[sum_row(i)][k];
    }
#pragma unroll
    for (int j = 0; j < SUM_PAIRS; ++j) {
#pragma unroll
      for (int side = 0; side < 2; ++side) {
        Vector column = tiles.channels[sum_column(j) + side][k];
#pragma unroll
        for (int i = 0; i < SUM_ROWS; ++i) {
#pragma unroll
          for (int e = 0; e < 4; ++e) {
            sums.of[i][j][side] =
                fmaf(element(rows[i], e), element(column, e), sums.of[i][j][side]);
          }
        }
      }
    }
  }
}

#else

// What a thread of a warp holds of 32 rows and of 32 columns, eight words of each.
struct Fragments {
  Word rows[SUM_ROWS][2];
  Word columns[SUM_PAIRS][2];
};

// Adds the product of what the threads of a warp hold together.
__device__ inline void multiply(const Fragments& fragments, Sums& sums);

#ifdef __CUDACC__

// The tensor cores' m16n8k8 for TF32 and m16n8k16 for float16 and bfloat16, which place words alike
// (PTX ISA, "Matrix fragments for mma").
__device__ inline void multiply(const Fragments& fragments, Sums& sums) {
#pragma unroll
  for (int i = 0; i < SUM_ROWS; i += 2) {
#pragma unroll
    for (int j = 0; j < SUM_PAIRS; ++j) {
      float* upper = sums.of[i][j];
      float* lower = sums.of[i + 1][j];
      asm(
#if TRVAE_TF32
          "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
#elif TRVAE_FLOAT16
          "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 "
#else
          "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
#endif
          "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
          : "+f"(upper[0]), "+f"(upper[1]), "+f"(lower[0]), "+f"(lower[1])
          : "r"(fragments.rows[i][0]), "r"(fragments.rows[i + 1][0]), "r"(fragments.rows[i][1]),
            "r"(fragments.rows[i + 1][1]), "r"(fragments.columns[j][0]),
            "r"(fragments.columns[j][1]));
    }
  }
}

#endif

__device__ inline void multiply(const Tiles& tiles, Sums& sums) {
#pragma unroll
  for (int step = 0; step < 4; step += 2) {
    Fragments fragments;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      int word = threadIdx.x % 4;
#pragma unroll
      for (int i = 0; i < SUM_ROWS; ++i) {
        fragments.rows[i][half] = tiles.pixels[sum_row(i)][step + half].words[word];
      }
#pragma unroll
      for (int j = 0; j < SUM_PAIRS; ++j) {
        int column = warp_column() + 8 * j + threadIdx.x % 32 / 4;
        fragments.columns[j][half] = tiles.channels[column][step + half].words[word];
      }
    }
    multiply(fragments, sums);
  }
}

#endif
