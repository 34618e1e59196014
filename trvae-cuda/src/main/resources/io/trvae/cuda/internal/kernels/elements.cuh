// How features and weights are stored: pixel by pixel, the channels of a pixel side by side, their
// number rounded up to fill whole vectors.

// Two float16 or bfloat16, or one float.
typedef unsigned int Word;

// What a thread moves at once.
struct __align__(16) Vector {
  Word words[4];
};

#if TRVAE_FLOAT16 || TRVAE_BFLOAT16
typedef unsigned short Element;
#define ELEMENTS_IN_WORD 2
#else
typedef float Element;
#define ELEMENTS_IN_WORD 1
#endif

#define ELEMENTS_IN_VECTOR (4 * ELEMENTS_IN_WORD)

#if TRVAE_FLOAT16

// Rounds to the nearest, ties to even; what is too large becomes infinite.
__device__ inline Word halves(float low, float high);
__device__ inline float widened(Element half);

#ifdef __CUDACC__

__device__ inline Word halves(float low, float high) {
  Word word;
  asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(high), "f"(low));
  return word;
}

__device__ inline float widened(Element half) {
  float value;
  asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(half));
  return value;
}

#endif

#else

#if TRVAE_BFLOAT16
#define ROUNDED_BITS 16
#elif TRVAE_TF32
#define ROUNDED_BITS 13
#else
#define ROUNDED_BITS 0
#endif

// A float32's bits, the low ones rounded off: to the nearest, ties to even. NaN stays NaN.
__device__ inline Word rounded(float value) {
  Word bits = __float_as_uint(value);
#if ROUNDED_BITS
  const Word low = (1u << ROUNDED_BITS) - 1;
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return 0x7fc00000u;
  }
  bits += (low >> 1) + (bits >> ROUNDED_BITS & 1u);
  bits &= ~low;
#endif
  return bits;
}

#endif

// Two neighbours, rounded, as they are stored.
__device__ inline void store(Element* to, float first, float second) {
#if TRVAE_FLOAT16
  *reinterpret_cast<Word*>(to) = halves(first, second);
#elif TRVAE_BFLOAT16
  *reinterpret_cast<Word*>(to) = rounded(first) >> 16 | rounded(second);
#else
  to[0] = __uint_as_float(rounded(first));
  to[1] = __uint_as_float(rounded(second));
#endif
}

// A vector as the tensor cores are to take it: in training features are stored unrounded, and for
// TF32 the tensor cores would cut off the low bits.
__device__ inline Vector multiplicand(Vector vector) {
#if TRVAE_TRAINING && TRVAE_TF32
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    vector.words[i] = rounded(__uint_as_float(vector.words[i]));
  }
#endif
  return vector;
}

// An element of a word.
__device__ inline float element(Word word, int index) {
#if TRVAE_FLOAT16
  return widened((Element)(word >> 16 * index));
#elif TRVAE_BFLOAT16
  return __uint_as_float(index == 1 ? word & 0xffff0000u : word << 16);
#else
  return __uint_as_float(word);
#endif
}

// An element of a vector.
__device__ inline float element(const Vector& vector, int index) {
  return element(vector.words[index / ELEMENTS_IN_WORD], index % ELEMENTS_IN_WORD);
}

__device__ inline float leaky(float value, float slope) {
  return value > 0 ? value : slope * value;
}
