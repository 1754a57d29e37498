# A Vivado project for the Kria K26 (KV260 carrier): Zynq PS, the engine at 300 MHz, AXI and the interrupt.
#
# AS WRITTEN, NOT RUN: no Vivado and no board were at hand. What it must still show: that the tool takes it, the timing
# at this clock, the power. The resources in docs/results/accelerator.md are yosys' counts, not Vivado's.
#
# vivado -mode batch -source fpga-driver/rtl/syn/vivado/k26.tcl   (from the repository's root; Vivado 2022.2 or later)
# With "-tclargs k26-wide" the array of twice the lanes.
set size [expr {[llength $argv] > 0 ? [lindex $argv 0] : "k26"}]
set rtl fpga-driver/rtl
create_project qbs_$size target/qbs_$size -part xck26-sfvc784-2LV-c -force
set_property board_part xilinx.com:kv260_som:part0:1.4 [current_project]
source $rtl/syn/vivado/engine.tcl
qbs_sources $rtl
create_bd_design system
create_bd_cell -type ip -vlnv xilinx.com:ip:zynq_ultra_ps_e zynq
apply_bd_automation -rule xilinx.com:bd_rule:zynq_ultra_ps_e -config {apply_board_preset 1} [get_bd_cells zynq]
# One master for the registers; two slaves into the DDR: features and completions, and weights. HPC is coherent, so
# that u-dma-buf's buffers need no cache maintenance.
set_property -dict [list \
  CONFIG.PSU__USE__M_AXI_GP0 1 CONFIG.PSU__USE__M_AXI_GP1 0 CONFIG.PSU__USE__M_AXI_GP2 0 \
  CONFIG.PSU__USE__S_AXI_GP0 1 CONFIG.PSU__SAXIGP0__DATA_WIDTH 128 \
  CONFIG.PSU__USE__S_AXI_GP1 1 CONFIG.PSU__SAXIGP1__DATA_WIDTH 128 \
  CONFIG.PSU__USE__IRQ0 1 CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ 300] [get_bd_cells zynq]

qbs_engine engine $rtl/generated/$size.f
create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset resets
set clock [get_bd_pins zynq/pl_clk0]
foreach pin {engine/clk resets/slowest_sync_clk zynq/maxihpm0_fpd_aclk zynq/saxihpc0_fpd_aclk zynq/saxihpc1_fpd_aclk} {
  connect_bd_net $clock [get_bd_pins $pin]
}
connect_bd_net [get_bd_pins zynq/pl_resetn0] [get_bd_pins resets/ext_reset_in]
connect_bd_net [get_bd_pins resets/peripheral_aresetn] [get_bd_pins engine/reset_n]
qbs_connect zynq/M_AXI_HPM0_FPD engine/s_axil $clock resets/peripheral_aresetn
qbs_connect engine/m_axi zynq/S_AXI_HPC0_FPD $clock resets/peripheral_aresetn
qbs_connect engine/m_axiw zynq/S_AXI_HPC1_FPD $clock resets/peripheral_aresetn
connect_bd_net [get_bd_pins engine/irq] [get_bd_pins zynq/pl_ps_irq0]
assign_bd_address
set_property range 4K [get_bd_addr_segs zynq/Data/SEG_engine_*]

# Linux: the registers as UIO with this interrupt (compatible = "generic-uio"), card memory by u-dma-buf.
qbs_build system qbs_$size
