# A Vivado project for a PCIe card with XDMA: an Alveo U50 as the example, its memory in the FPGA's HBM left out;
# card memory here is a DDR4 controller, so that another card needs another part, another board and its memory's pins.
#
# AS WRITTEN, NOT RUN: no Vivado and no card were at hand. See k26.tcl.
#
# vivado -mode batch -source fpga-driver/rtl/syn/vivado/xdma.tcl -tclargs PART BOARD   (from the repository's root)
lassign $argv part board
if {$part eq "" || $board eq ""} { error "xdma.tcl: name the part and the board: -tclargs PART BOARD" }
set rtl fpga-driver/rtl
create_project qbs_xdma target/qbs_xdma -part $part -force
set_property board_part $board [current_project]
source $rtl/syn/vivado/engine.tcl
qbs_sources $rtl
create_bd_design system
create_bd_cell -type ip -vlnv xilinx.com:ip:xdma xdma
# The driver's view: registers at offset 0 of the "user" BAR, one channel each way, one user interrupt.
set_property -dict [list \
  CONFIG.pl_link_cap_max_link_width X8 CONFIG.pl_link_cap_max_link_speed 8.0_GT/s \
  CONFIG.axi_data_width 256_bit CONFIG.axisten_freq 250 \
  CONFIG.axilite_master_en true CONFIG.axilite_master_size 4 CONFIG.axilite_master_scale Kilobytes \
  CONFIG.xdma_rnum_chnl 1 CONFIG.xdma_wnum_chnl 1 CONFIG.xdma_num_usr_irq 1] [get_bd_cells xdma]
create_bd_cell -type ip -vlnv xilinx.com:ip:ddr4 memory
apply_bd_automation -rule xilinx.com:bd_rule:board [get_bd_pins xdma/sys_rst_n]
qbs_engine engine $rtl/generated/zu7ev.f
set clock [get_bd_pins xdma/axi_aclk]
connect_bd_net $clock [get_bd_pins engine/clk]
connect_bd_net [get_bd_pins xdma/axi_aresetn] [get_bd_pins engine/reset_n]
qbs_connect xdma/M_AXI_LITE engine/s_axil $clock xdma/axi_aresetn
# Three masters, one memory.
create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect memory_switch
set_property -dict [list CONFIG.NUM_SI 3 CONFIG.NUM_CLKS 2] [get_bd_cells memory_switch]
connect_bd_net $clock [get_bd_pins memory_switch/aclk]
connect_bd_net [get_bd_pins memory/c0_ddr4_ui_clk] [get_bd_pins memory_switch/aclk1]
connect_bd_net [get_bd_pins xdma/axi_aresetn] [get_bd_pins memory_switch/aresetn]
set slot 0
foreach master {xdma/M_AXI engine/m_axi engine/m_axiw} {
  connect_bd_intf_net [get_bd_intf_pins $master] [get_bd_intf_pins memory_switch/S0${slot}_AXI]
  incr slot
}
connect_bd_intf_net [get_bd_intf_pins memory_switch/M00_AXI] [get_bd_intf_pins memory/C0_DDR4_S_AXI]
connect_bd_net [get_bd_pins engine/irq] [get_bd_pins xdma/usr_irq_req]
assign_bd_address
qbs_build system qbs_xdma
