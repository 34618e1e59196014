// A libcuda whose GPUs are this processor. It has what the library calls, knows nothing of what it
// does not, and does as the file "scenario" beside it says: lines of "name value", where
// "fail CALL STATUS SKIP TIMES" makes a call fail that often after it has worked SKIP times. It is
// read whenever the library looks for GPUs.

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

constexpr int INVALID_VALUE = 1, NOT_INITIALISED = 3, OUT_OF_MEMORY = 2, INVALID_CONTEXT = 201;

struct Failure {
  int status, skip, times;
};

struct Context {
  int device;
};

struct Allocation {
  size_t bytes;
  Context* context;
};

struct Scenario {
  int init = 0;
  int version = 13010;
  int devices = 1;
  int major = 8;
  int minor = 0;
  size_t memory = size_t{8} << 30;
  std::map<std::string, Failure> failures;
};

struct Kernel {
  int (*launch)(const char*, const unsigned[3], unsigned, const void*);
  std::string name;
};

struct Module {
  void* library;
  std::string file;
  std::vector<Kernel*> kernels;
};

typedef std::function<int()> Operation;

struct Stream {
  bool recording = false;
  std::vector<Operation> recorded;
};

std::recursive_mutex lock;
Scenario scenario;
bool initialised = false;
size_t used = 0;
std::map<void*, Allocation> allocated;
thread_local std::vector<Context*> current;

std::string folder() {
  Dl_info info;
  dladdr(reinterpret_cast<void*>(&folder), &info);
  std::string file = info.dli_fname;
  return file.substr(0, file.rfind('/'));
}

void read_scenario() {
  scenario = Scenario();
  std::ifstream file(folder() + "/scenario");
  for (std::string name; file >> name;) {
    if (name == "init") file >> scenario.init;
    else if (name == "version") file >> scenario.version;
    else if (name == "devices") file >> scenario.devices;
    else if (name == "capability") file >> scenario.major >> scenario.minor;
    else if (name == "memory") file >> scenario.memory;
    else if (name == "fail") {
      std::string call;
      Failure failure;
      file >> call >> failure.status >> failure.skip >> failure.times;
      scenario.failures[call] = failure;
    }
  }
}

// What a call fails with before it does anything.
int fault(const char* call) {
  auto found = scenario.failures.find(call);
  if (found == scenario.failures.end() || found->second.skip-- > 0) return 0;
  return found->second.times-- > 0 ? found->second.status : 0;
}

int begin(const char* call, bool needs_context) {
  if (!initialised) return NOT_INITIALISED;
  if (needs_context && current.empty()) return INVALID_CONTEXT;
  return fault(call);
}

#define BEGIN(needs_context)                         \
  std::lock_guard<std::recursive_mutex> guard(lock); \
  if (int status = begin(__func__, needs_context)) return status

int perform(Stream* stream, Operation operation) {
  if (stream->recording) {
    stream->recorded.push_back(operation);
    return 0;
  }
  return operation();
}

// A device's pointer is good for as many bytes as are left of its allocation.
bool holds(unsigned long long address, size_t bytes) {
  auto next = allocated.upper_bound(reinterpret_cast<void*>(address));
  if (next == allocated.begin()) return false;
  --next;
  return address + bytes <= reinterpret_cast<unsigned long long>(next->first) + next->second.bytes;
}

std::map<void*, Allocation>::iterator release(std::map<void*, Allocation>::iterator allocation) {
  used -= allocation->second.bytes;
  free(allocation->first);
  return allocated.erase(allocation);
}

int copy(void* to, const void* from, size_t bytes, unsigned long long device) {
  if (!holds(device, bytes)) return INVALID_VALUE;
  memcpy(to, from, bytes);
  return 0;
}

}  // namespace

extern "C" {

int cuInit(unsigned) {
  std::lock_guard<std::recursive_mutex> guard(lock);
  read_scenario();
  initialised = scenario.init == 0;
  return scenario.init;
}

int cuDriverGetVersion(int* version) {
  std::lock_guard<std::recursive_mutex> guard(lock);
  read_scenario();
  *version = scenario.version;
  return 0;
}

int cuGetErrorName(int status, const char** name) {
  static const std::map<int, const char*> names = {
      {1, "CUDA_ERROR_INVALID_VALUE"}, {2, "CUDA_ERROR_OUT_OF_MEMORY"},
      {3, "CUDA_ERROR_NOT_INITIALIZED"}, {100, "CUDA_ERROR_NO_DEVICE"},
      {201, "CUDA_ERROR_INVALID_CONTEXT"}, {214, "CUDA_ERROR_ECC_UNCORRECTABLE"},
      {500, "CUDA_ERROR_NOT_FOUND"}, {719, "CUDA_ERROR_LAUNCH_FAILED"},
      {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"}};
  auto found = names.find(status);
  *name = found == names.end() ? nullptr : found->second;
  return found == names.end() ? INVALID_VALUE : 0;
}

int cuGetErrorString(int status, const char** text) {
  *text = "as the scenario says";
  return 0;
}

// NVIDIA's compiler asks for it, and does without.
int cuGetExportTable(const void**, const void*) {
  return INVALID_VALUE;
}

int cuDeviceGetCount(int* count) {
  BEGIN(false);
  *count = scenario.devices;
  return 0;
}

int cuDeviceGet(int* device, int index) {
  BEGIN(false);
  *device = index;
  return 0;
}

int cuDeviceGetName(char* name, int length, int device) {
  BEGIN(false);
  snprintf(name, length, "Emulated GPU %d", device);
  return 0;
}

int cuDeviceGetUuid_v2(char* uuid, int device) {
  BEGIN(false);
  memset(uuid, 0x10 + device, 16);
  return 0;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
  BEGIN(false);
  switch (attribute) {
    case 16: *value = 4; return 0;               // multiprocessors
    case 75: *value = scenario.major; return 0;  // compute capability
    case 76: *value = scenario.minor; return 0;
    default: return INVALID_VALUE;
  }
}

int cuCtxCreate_v4(Context** context, void*, unsigned, int device) {
  BEGIN(false);
  *context = new Context{device};
  current.push_back(*context);
  return 0;
}

int cuCtxDestroy_v2(Context* context) {
  BEGIN(false);
  if (!current.empty() && current.back() == context) current.pop_back();
  for (auto each = allocated.begin(); each != allocated.end();) {
    each = each->second.context == context ? release(each) : std::next(each);
  }
  delete context;
  return 0;
}

int cuCtxPushCurrent_v2(Context* context) {
  BEGIN(false);
  current.push_back(context);
  return 0;
}

int cuCtxPopCurrent_v2(Context** context) {
  BEGIN(true);
  *context = current.back();
  current.pop_back();
  return 0;
}

int cuMemGetInfo_v2(size_t* free, size_t* total) {
  BEGIN(true);
  *free = scenario.memory - used;
  *total = scenario.memory;
  return 0;
}

int cuMemAlloc_v2(unsigned long long* address, size_t bytes) {
  BEGIN(true);
  if (used + bytes > scenario.memory) return OUT_OF_MEMORY;
  void* memory = aligned_alloc(256, (bytes + 255) / 256 * 256);
  memset(memory, 0xff, bytes);  // NaN, for whoever reads before anything was written
  used += bytes;
  allocated[memory] = {bytes, current.back()};
  *address = reinterpret_cast<unsigned long long>(memory);
  return 0;
}

int cuMemFree_v2(unsigned long long address) {
  BEGIN(true);
  auto found = allocated.find(reinterpret_cast<void*>(address));
  if (found == allocated.end()) return INVALID_VALUE;
  release(found);
  return 0;
}

int cuMemHostAlloc(void** memory, size_t bytes, unsigned) {
  BEGIN(true);
  *memory = aligned_alloc(256, (bytes + 255) / 256 * 256);
  return 0;
}

int cuMemFreeHost(void* memory) {
  BEGIN(true);
  free(memory);
  return 0;
}

int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, size_t bytes, Stream* stream) {
  BEGIN(true);
  return perform(stream, [=] { return copy(reinterpret_cast<void*>(to), from, bytes, to); });
}

int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, size_t bytes, Stream* stream) {
  BEGIN(true);
  return perform(stream, [=] { return copy(to, reinterpret_cast<void*>(from), bytes, from); });
}

int cuMemsetD8Async(unsigned long long to, unsigned char value, size_t bytes, Stream* stream) {
  BEGIN(true);
  return perform(stream, [=] {
    memset(reinterpret_cast<void*>(to), value, bytes);
    return 0;
  });
}

int cuStreamCreate(Stream** stream, unsigned) {
  BEGIN(true);
  *stream = new Stream;
  return 0;
}

int cuStreamDestroy_v2(Stream* stream) {
  BEGIN(true);
  delete stream;
  return 0;
}

int cuStreamSynchronize(Stream*) {
  BEGIN(true);
  return 0;
}

int cuStreamBeginCapture_v2(Stream* stream, int) {
  BEGIN(true);
  stream->recording = true;
  stream->recorded.clear();
  return 0;
}

int cuStreamEndCapture(Stream* stream, std::vector<Operation>** graph) {
  BEGIN(true);
  stream->recording = false;
  *graph = new std::vector<Operation>(stream->recorded);
  return 0;
}

int cuGraphInstantiateWithFlags(
    std::vector<Operation>** instance, std::vector<Operation>* graph, unsigned long long) {
  BEGIN(true);
  *instance = new std::vector<Operation>(*graph);
  return 0;
}

int cuGraphDestroy(std::vector<Operation>* graph) {
  BEGIN(true);
  delete graph;
  return 0;
}

int cuGraphExecDestroy(std::vector<Operation>* instance) {
  BEGIN(true);
  delete instance;
  return 0;
}

int cuGraphLaunch(std::vector<Operation>* instance, Stream* stream) {
  BEGIN(true);
  for (const Operation& operation : *instance) {
    if (int status = operation()) return status;
  }
  return 0;
}

// A module's image is a shared library, as the libnvrtc beside this one makes it. Its size stands
// in front of it.
int cuModuleLoadData(Module** module, const void* image) {
  BEGIN(true);
  size_t size;
  memcpy(&size, image, sizeof size);
  std::string file = folder() + "/module-XXXXXX";
  int descriptor = mkstemp(&file[0]);
  bool written = write(descriptor, static_cast<const char*>(image) + sizeof size, size) == (ssize_t)size;
  close(descriptor);
  void* library = written ? dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  unlink(file.c_str());
  if (library == nullptr) return INVALID_VALUE;
  *module = new Module{library, file, {}};
  return 0;
}

int cuModuleUnload(Module* module) {
  BEGIN(true);
  for (Kernel* kernel : module->kernels) delete kernel;
  dlclose(module->library);
  delete module;
  return 0;
}

int cuModuleGetFunction(Kernel** function, Module* module, const char* name) {
  BEGIN(true);
  auto launch = reinterpret_cast<decltype(Kernel::launch)>(dlsym(module->library, "launch"));
  unsigned grid[3] = {1, 1, 1};
  if (int status = launch(name, grid, 1, nullptr)) return status;
  *function = new Kernel{launch, name};
  module->kernels.push_back(*function);
  return 0;
}

int cuLaunchKernel(
    Kernel* kernel, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned, unsigned,
    unsigned, Stream* stream, void** parameters, void**) {
  BEGIN(true);
  if (x == 0 || y == 0 || z == 0 || y > 65535 || z > 65535 || threads > 1024) return INVALID_VALUE;
  // As the driver does: the arguments are copied now. No kernel takes more.
  std::vector<char> arguments(256);
  memcpy(arguments.data(), parameters[0], arguments.size());
  return perform(stream, [=] {
    unsigned grid[3] = {x, y, z};
    return kernel->launch(kernel->name.c_str(), grid, threads, arguments.data());
  });
}

}  // extern "C"
