"""The local model: a GGUF run by llama.cpp in a process of its own."""
