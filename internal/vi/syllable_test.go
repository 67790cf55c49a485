package vi

import (
	"strings"
	"testing"
)

func TestIsSyllable(t *testing.T) {
	good := `nghiêng nghiệp giếng gì gìn giữ giết gia giá quốc quý quyết quyển quanh quở quét hóa hoá thủy thuỷ ủy uỷ khỏe khoẻ
		huỳnh khuya khuỷu ngoằn ngoèo xoong ương ướt yêu yếu ý y lý lí kỹ kĩ mỹ sĩ sỹ hy tỷ vỹ uống ươi rượu bưởi cừu trường
		ĐƯỜNG Điều ĐẮK Lắk Kạn ban hanh thong ke ghi ghế nghe ngành kế cách củ được a ở ư oanh uyên uỵch tuýp loắt choắt
		giường giục giêng chuyên thuở huơ Nghị phuc thuc cap ngách tiếc biếng ỉ ôm ái rằng XÃ HỘI CHỦ NGHĨA khoản mục điểm
		quy quí quắt quẫn queo quỵt hoàn toàn oái oăm nước nhà giúp giản khuyết Việt`
	for _, s := range strings.Fields(good) {
		if !IsSyllable(s) {
			t.Errorf("%q is a syllable", s)
		}
	}
	bad := `kiẻm hôặc caùc ñöôïc ViÖt nghÜa ghành nghành ngiêm cế kà gế ngê qàu qa q đ b str xyz thoạit hòàng ôô âa ưê nh ng
		hàc hảt cãp tìch muọt 123 a1 ấu1 "" xgh of quoc1 phuonggg thiêngg wa za fi ja êng ieu iên1 uoơ kiem1 truờng nguời`
	for _, s := range append(strings.Fields(bad), "", " ", "ban hành", "-") {
		if IsSyllable(s) {
			t.Errorf("%q is no syllable", s)
		}
	}
}
