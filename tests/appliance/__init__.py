"""The image as it is shipped: built, booted in QEMU, and looked at.

Emulated throughout (never KVM), so the tests run in any container; a boot takes half a minute to a minute.
"""
