# What U-Boot runs: chooses the root file system (A or B), counts the try, and starts its kernel.
#
# The counters are the first 512 bytes of the partition `env`, which RAUC reads and writes too (fw_env.config). One
# sector is written at each start and nothing else, so a power cut leaves the old counters or the new ones.
echo displayd: starting from ${devtype} ${devnum}
setenv BOOT_ORDER "A B"
setenv BOOT_A_LEFT 3
setenv BOOT_B_LEFT 3
if test "${arch}" = "x86"; then
  # QEMU's PC, for tests; its U-Boot cannot calculate. This script itself is at 0x7000000.
  setenv kernel_addr_r 0x2000000
  setenv counters 0x6000000
  setenv ramdisk 0x8000000
else
  # Room for the largest kernel (128 MB) before the counters and the initial RAM disk.
  setexpr counters ${kernel_addr_r} + 0x7f00000
  setexpr ramdisk ${kernel_addr_r} + 0x8000000
fi
part start ${devtype} ${devnum} env sector
if ${devtype} read ${counters} ${sector} 1; then env import -c ${counters} 0x200 BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT; fi
setenv slot
for name in ${BOOT_ORDER}; do
  if test -n "${slot}"; then
    true
  elif test "${name}" = "A" && test ${BOOT_A_LEFT} -gt 0; then
    if test ${BOOT_A_LEFT} -gt 2; then setenv BOOT_A_LEFT 2
    elif test ${BOOT_A_LEFT} -gt 1; then setenv BOOT_A_LEFT 1
    else setenv BOOT_A_LEFT 0; fi
    setenv slot A
    setenv label root-a
  elif test "${name}" = "B" && test ${BOOT_B_LEFT} -gt 0; then
    if test ${BOOT_B_LEFT} -gt 2; then setenv BOOT_B_LEFT 2
    elif test ${BOOT_B_LEFT} -gt 1; then setenv BOOT_B_LEFT 1
    else setenv BOOT_B_LEFT 0; fi
    setenv slot B
    setenv label root-b
  fi
done
if test -z "${slot}"; then
  # Neither has worked: begin again with the first, as standing still helps nobody.
  setenv BOOT_ORDER "A B"
  setenv BOOT_A_LEFT 2
  setenv BOOT_B_LEFT 3
  setenv slot A
  setenv label root-a
fi
env export -c -s 0x200 ${counters} BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT
${devtype} write ${counters} ${sector} 1
echo displayd: slot ${slot}, order ${BOOT_ORDER}, tries left A=${BOOT_A_LEFT} B=${BOOT_B_LEFT}
part number ${devtype} ${devnum} ${label} partition
part uuid ${devtype} ${devnum}:${partition} partuuid
# A Pi's firmware hands over a device tree with its memory and addresses in it; an emulated machine has U-Boot's own.
if test -z "${fdt_addr}"; then setenv fdt_addr ${fdtcontroladdr}; fi
# With `panic`, a system that cannot start starts the machine anew, and so uses up its tries instead of standing still.
# More words for the kernel come from whoever stands at the serial console, before `boot`.
setenv bootargs "root=PARTUUID=${partuuid} ro rootwait panic=10 rauc.slot=${slot} systemd.volatile=state @CONSOLE@ @QUIET@ ${more_words}"
if load ${devtype} ${devnum}:${partition} ${kernel_addr_r} /vmlinuz; then
  setenv kernel_size ${filesize}
  if load ${devtype} ${devnum}:${partition} ${ramdisk} /initrd.img; then
    if test "${arch}" = "x86"; then
      zboot ${kernel_addr_r} ${kernel_size} ${ramdisk} ${filesize}
    else
      booti ${kernel_addr_r} ${ramdisk}:${filesize} ${fdt_addr}
    fi
  fi
fi
echo displayd: slot ${slot} does not start
sleep 2
reset
