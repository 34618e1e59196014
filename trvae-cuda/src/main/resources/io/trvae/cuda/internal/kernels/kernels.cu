// The program that is compiled for a card, once for each precision: TRVAE_FLOAT32, TRVAE_TF32,
// TRVAE_FLOAT16 or TRVAE_BFLOAT16 is defined to 1. It includes nothing but the files beside it.

#include "elements.cuh"
#include "pack.cuh"
#include "pool.cuh"
#include "convolve.cuh"
