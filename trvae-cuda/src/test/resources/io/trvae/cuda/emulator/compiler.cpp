// A libnvrtc that hands the source it is given to the C++ compiler, together with emulator.h and
// launch.h, and returns a shared library for the driver beside it.

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Program {
  std::string source;
  std::map<std::string, std::string> headers;
  std::string log;
  std::string image;
};

std::mutex lock;
std::map<std::string, std::string> compiled;

std::string folder() {
  Dl_info info;
  dladdr(reinterpret_cast<void*>(&folder), &info);
  std::string file = info.dli_fname;
  return file.substr(0, file.rfind('/'));
}

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void write(const std::string& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

extern "C" {

const char* nvrtcGetErrorString(int status) {
  return status == 6 ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR";
}

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = 1;
  return 0;
}

int nvrtcGetNumSupportedArchs(int* count) {
  *count = 3;
  return 0;
}

int nvrtcGetSupportedArchs(int* architectures) {
  architectures[0] = 75;
  architectures[1] = 80;
  architectures[2] = 90;
  return 0;
}

int nvrtcCreateProgram(
    Program** program, const char* source, const char*, int count, const char* const* headers,
    const char* const* names) {
  *program = new Program;
  (*program)->source = source;
  for (int i = 0; i < count; ++i) (*program)->headers[names[i]] = headers[i];
  return 0;
}

int nvrtcDestroyProgram(Program** program) {
  delete *program;
  *program = nullptr;
  return 0;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  std::lock_guard<std::mutex> guard(lock);
  std::string defines;
  for (int i = 0; i < count; ++i) {
    if (!strncmp(options[i], "-D", 2)) defines += std::string(" ") + options[i];
  }
  std::string text = "#include \"emulator.h\"\n" + program->source + "\n#include \"launch.h\"\n";
  std::string key = defines + text;
  for (auto& header : program->headers) key += header.first + header.second;
  std::string& library = compiled[key];
  if (library.empty()) {
    std::string place = folder() + "/program-XXXXXX";
    if (mkdtemp(&place[0]) == nullptr) return 9;
    write(place + "/program.cpp", text);
    for (auto& header : program->headers) write(place + "/" + header.first, header.second);
    std::string command = "c++ -std=c++17 -O3 -march=native -U_FORTIFY_SOURCE -shared -fPIC" + defines + " -I" + place + " -I"
        + folder() + " -o " + place + "/program.so " + place + "/program.cpp 2> " + place + "/log";
    int status = system(command.c_str());
    program->log = read(place + "/log");
    std::string code = read(place + "/program.so");
    if (system(("rm -r " + place).c_str()) != 0) return 9;
    if (status != 0) return 6;
    size_t size = code.size();
    library = std::string(reinterpret_cast<const char*>(&size), sizeof size) + code;
  }
  program->image = library;
  return 0;
}

int nvrtcGetCUBINSize(Program* program, size_t* size) {
  *size = program->image.size();
  return 0;
}

int nvrtcGetCUBIN(Program* program, char* to) {
  memcpy(to, program->image.data(), program->image.size());
  return 0;
}

int nvrtcGetPTXSize(Program* program, size_t* size) {
  return nvrtcGetCUBINSize(program, size);
}

int nvrtcGetPTX(Program* program, char* to) {
  return nvrtcGetCUBIN(program, to);
}

int nvrtcGetProgramLogSize(Program* program, size_t* size) {
  *size = program->log.size() + 1;
  return 0;
}

int nvrtcGetProgramLog(Program* program, char* to) {
  memcpy(to, program->log.c_str(), program->log.size() + 1);
  return 0;
}

}  // extern "C"
