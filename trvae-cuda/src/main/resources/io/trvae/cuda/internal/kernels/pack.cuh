// Host floats, plane by plane, to features pixel by pixel, followed by the planes of the label. A
// vector is an image of one pixel.

struct Pack {
  const float* images;      // [batch, image_stride], of which the first channels * area count
  const float* label_planes;  // [rows, label_stride], of which the first planes * area count
  const int* label_rows;    // [batch]
  Element* output;          // [batch, area, output_channels]
  int pixels;               // of all images
  int area;                 // pixels of an image
  int channels;             // of an image, without the label's
  int planes;               // of the label
  int label_stride;
  int image_stride;
  int output_channels;
  float scale;
  float shift;
  float slope;
};

__device__ inline float packed(const Pack& p, int image, int pixel, int channel) {
  if (channel < p.channels) {
    float value = p.images[(long long)image * p.image_stride + (long long)channel * p.area + pixel];
    return leaky(value * p.scale + p.shift, p.slope);
  }
  int plane = channel - p.channels;
  if (plane < p.planes) {
    long long row = (long long)p.label_rows[image] * p.label_stride;
    return p.label_planes[row + (long long)plane * p.area + pixel];
  }
  return 0;
}

// One thread for two channels of a pixel.
extern "C" __global__ void pack(const Pack p) {
  int pairs = p.output_channels / 2;
  long long index = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  long long all_pixel = index / pairs;
  if (all_pixel >= p.pixels) {
    return;
  }
  int channel = 2 * (int)(index % pairs);
  int image = (int)(all_pixel / p.area);
  int pixel = (int)(all_pixel % p.area);
  store(
      p.output + all_pixel * p.output_channels + channel,
      packed(p, image, pixel, channel),
      packed(p, image, pixel, channel + 1));
}
