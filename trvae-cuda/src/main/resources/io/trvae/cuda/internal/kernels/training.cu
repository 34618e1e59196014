// The program that is compiled for training, in TRVAE_FLOAT32 or TRVAE_TF32: features, weights and
// gradients are floats, and what is rounded is what goes into the tensor cores.

#define TRVAE_TRAINING 1

#include "kernels.cu"

#include "elementwise.cuh"
#include "losses.cuh"
#include "optimiser.cuh"
#include "spectral.cuh"
#include "statistics.cuh"
#include "weights.cuh"
